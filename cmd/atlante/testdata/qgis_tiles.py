"""Reads all vector tiles of a zoom over the territory with QGIS, without a screen, and
counts what it finds in them.

    qgis_tiles.py ADDRESS PROFILE LAYERS ZOOM

LAYERS are joined by commas. Answers with one line of JSON on standard output: the
number of features by layer and tile ("zoom/column/row").
"""
import json
import os
import sys

address, profile, layers, zoom = sys.argv[1:]
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("XDG_RUNTIME_DIR", profile)

from qgis.core import (  # noqa: E402  the platform must be chosen first
    QgsApplication, QgsCoordinateReferenceSystem, QgsMapRendererCustomPainterJob, QgsMapSettings, QgsRectangle, QgsVectorTileLayer,
    QgsVectorTileRenderer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QImage, QPainter  # noqa: E402

QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False, profile)
app.initQgis()
found = {}


class Counter(QgsVectorTileRenderer):
    """Draws nothing: QGIS hands a renderer the features that it has decoded."""

    def type(self):
        return "counter"

    def clone(self):
        return Counter()

    def startRender(self, context, zoom, tiles):
        pass

    def stopRender(self, context):
        pass

    def usedAttributes(self, context):
        return {}

    def requiredLayers(self, context, zoom):
        return {""}  # all

    def renderBackground(self, context):
        pass

    def renderTile(self, tile, context):
        at = f"{tile.id().zoomLevel()}/{tile.id().column()}/{tile.id().row()}"
        for name in tile.layers():
            found.setdefault(name, {})[at] = len(tile.layerFeatures(name))

    def writeXml(self, element, context):
        pass

    def readXml(self, element, context):
        pass


tiles = QgsVectorTileLayer(f"type=xyz&url={address}/tiles/{layers}/%7Bz%7D/%7Bx%7D/%7By%7D.mvt&zmin={zoom}&zmax={zoom}", "tessere")
tiles.setRenderer(Counter())
settings = QgsMapSettings()
settings.setLayers([tiles])
settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
settings.setOutputSize(QSize(800, 800))
settings.setExtent(QgsRectangle(715000, 5530000, 925000, 5750000))
image = QImage(QSize(800, 800), QImage.Format_ARGB32)
painter = QPainter(image)
QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
painter.end()
print(json.dumps(found if tiles.isValid() else {}))
sys.stdout.flush()
os._exit(0)  # Qt's own end may wait for threads that download
