"""What a GIS officer does in QGIS, without a screen: opens the project that the
service makes, reads all of places and cells, asks for a box, draws the map.

    qgis_walk.py ADDRESS PROFILE PICTURE

ADDRESS is the service, PROFILE a folder for QGIS's cache and settings, PICTURE the
PNG to write. Answers with one line of JSON on standard output.
"""
import json
import os
import sys
import urllib.request

address, profile, picture = sys.argv[1:]
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("XDG_RUNTIME_DIR", profile)

from qgis.core import (  # noqa: E402  the platform must be chosen first
    Qgis, QgsApplication, QgsCoordinateTransform, QgsFeatureRequest, QgsFontUtils, QgsLayoutExporter,
    QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsLayoutPoint, QgsLayoutSize, QgsLegendStyle,
    QgsMapLayerLegendUtils, QgsPrintLayout, QgsProject, QgsRectangle, QgsUnitTypes, QgsVectorLayer, QgsVectorTileLayer,
)
from qgis.PyQt.QtGui import QColor, QFont, QImage  # noqa: E402

QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False, profile)
app.initQgis()
found = {"version": Qgis.QGIS_VERSION, "log": []}
QgsApplication.messageLog().messageReceived.connect(
    lambda text, tag, level: found["log"].append(f"{tag}: {text}") if level != Qgis.Info and tag in ("OAPIF", "Network", "Vector tiles") else None)


def source(collection, by_view=False):
    """The layer that "Add layer > WFS / OGC API - Features" makes."""
    return QgsVectorLayer(f" pagingEnabled='true' restrictToRequestBBOX='{int(by_view)}' srsname='OGC:CRS84' typename='{collection}' "
                          f"url='{address}/ogc' version='OGC_API_FEATURES'", collection, "OAPIF")


# All features, and those in a box.
for collection in ("places", "cells"):
    layer = source(collection)
    found[collection] = {"valid": layer.isValid(), "said": layer.featureCount(), "read": sum(1 for _ in layer.getFeatures()) if layer.isValid() else -1}
box = QgsRectangle(7.6, 45.0, 7.75, 45.15)
inside = source("places", by_view=True)
found["box"] = sum(1 for _ in inside.getFeatures(QgsFeatureRequest(box)))
chosen = source("places")
chosen.setSubsetString("\"kind\" = 'portineria'")
found["portinerie"] = sum(1 for _ in chosen.getFeatures())

# Vector tiles with the published style.
style = f"type=xyz&styleUrl={address}/styles/map.json&url={address}/tiles/zones,comuni,zone_labels,comune_labels,cells,gaps,places/%7Bz%7D/%7Bx%7D/%7By%7D.mvt&zmin=6&zmax=14"
tiles = QgsVectorTileLayer(style, "tessere")
message, loaded = tiles.loadDefaultStyle()
found["tiles"] = {"valid": tiles.isValid(), "loaded": loaded, "rules": len(tiles.renderer().styles()), "message": message}

# The project, as somebody would open it.
file = os.path.join(profile, "atlante.qgz")
urllib.request.urlretrieve(f"{address}/dati/atlante.qgz", file)
project = QgsProject.instance()
found["project"] = {"read": project.read(file), "crs": project.crs().authid(), "title": project.title(),
                    "layers": {n.name(): bool(n.layer() and n.layer().isValid()) for n in project.layerTreeRoot().findLayers()}}


def draw():
    """Lays the map out as a sheet with title, legend, scale and credits, and draws it."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(340, 240, QgsUnitTypes.LayoutMillimeters))
    family = "Titillium Web" if QgsFontUtils.fontFamilyOnSystem("Titillium Web") else "DejaVu Sans"

    def place(item, x, y, width, height):
        layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(x, y, QgsUnitTypes.LayoutMillimeters))
        item.attemptResize(QgsLayoutSize(width, height, QgsUnitTypes.LayoutMillimeters))

    def font(size, weight=QFont.Normal):
        made = QFont(family)
        made.setPointSizeF(size)
        made.setWeight(weight)
        return made

    def write(text, x, y, width, height, size, weight=QFont.Normal, colour="#17324d"):
        label = QgsLayoutItemLabel(layout)
        label.setText(text)
        label.setFont(font(size, weight))
        label.setFontColor(QColor(colour))
        place(label, x, y, width, height)

    leaves = project.layerTreeRoot().findLayers()
    chart = QgsLayoutItemMap(layout)
    chart.setCrs(project.crs())
    chart.setBackgroundColor(project.backgroundColor())
    chart.setLayers([n.layer() for n in leaves if n.isVisible() and n.layer() and n.layer().isValid()])
    view = project.viewSettings().defaultViewExtent()
    turn = QgsCoordinateTransform(view.crs(), project.crs(), project)
    extent = turn.transformBoundingBox(view)
    extent.scale(1.02)
    chart.setRect(0, 0, 244, 206)  # a map of no size has no extent, and keeps none
    chart.setExtent(extent)
    place(chart, 8, 26, 244, 206)
    chart.zoomToExtent(extent)
    chart.setFrameEnabled(True)
    chart.setFrameStrokeColor(QColor("#8b99a7"))

    write("Chi è raggiunto, e chi no", 8, 6, 240, 12, 22, QFont.DemiBold)
    write("Minuti alla Portineria di comunità più vicina e aree montane non servite, Città metropolitana di Torino", 8, 17, 320, 8, 10.5, colour="#455b71")

    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    group = legend.model().rootGroup()
    group.clear()
    for name in ("Luoghi", "Aree non servite", "Celle", "Zone omogenee", "Comuni"):
        node = next((n for n in leaves if n.name() == name), None)
        if node is None or node.layer() is None:
            continue
        copy = group.addLayer(node.layer())
        if name == "Celle":
            copy.setName("Minuti: in auto nei comuni\nmontani, a piedi negli altri")
        if name == "Aree non servite":
            QgsMapLayerLegendUtils.setLegendNodeOrder(copy, [0, 1])
            legend.model().refreshLayerLegend(copy)
    for part, size, weight in ((QgsLegendStyle.Subgroup, 10.5, QFont.DemiBold), (QgsLegendStyle.SymbolLabel, 9, QFont.Normal)):
        style = legend.style(part)
        style.setFont(font(size, weight))
        legend.setStyle(part, style)
    legend.setFontColor(QColor("#17324d"))
    legend.setSymbolWidth(7)
    legend.setBackgroundEnabled(False)
    place(legend, 256, 26, 80, 150)

    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(chart)
    bar.setUnits(QgsUnitTypes.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(10)
    bar.setFont(font(9))
    place(bar, 258, 196, 70, 12)
    write(f"{project.crs().authid()}  ·  1:{round(chart.scale(), -3):,.0f}".replace(",", "."), 258, 209, 76, 6, 8.5, colour="#455b71")
    write(f"{leaves[0].layer().metadata().rights()[0]}. QGIS {Qgis.QGIS_VERSION.split('-')[0]}, atlante.qgz", 258, 216, 78, 16, 7.5, colour="#455b71")

    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 120
    settings.generateWorldFile = False
    return QgsLayoutExporter(layout).exportToImage(picture, settings) == QgsLayoutExporter.Success


found["drawn"] = draw()
image = QImage(picture)
seen = {}
for x in range(0, image.width(), 2):
    for y in range(0, image.height(), 2):
        c = image.pixelColor(x, y).name()
        seen[c] = seen.get(c, 0) + 1
found["colours"] = {c: n for c, n in seen.items() if n > 40}
print(json.dumps(found, ensure_ascii=False))
sys.stdout.flush()
os._exit(0)  # Qt's own end may wait for threads that download
