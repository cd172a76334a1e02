-- $1 scenario → cells for COPY: key (NULL: the cell), cell, lon, lat, shape (NULL: they follow from the cell), comune,
-- residents, props; by cell.
SELECT NULL::text, c.h3, NULL::float8, NULL::float8, NULL::geometry, c.comune, c.residents, c.props
  FROM atlante.public_cell_whole c WHERE c.scenario = $1 ORDER BY c.h3
