"""Open a project and a GeoPackage with PyQGIS and print what QGIS makes of them, as JSON.

Runs under the system's Python, outside the virtual environment: `pyqgis_look.py PROJECT GEOPACKAGE FOLDER [quick]`.
`quick` leaves the printed pages out.
Pictures of themes and pages go to FOLDER.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)  # fmt: skip
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

DPI = 100


def colours(image, step=7):
    seen = set()
    for x in range(0, image.width(), step):
        for y in range(0, image.height(), step):
            seen.add(image.pixel(x, y))
    return len(seen)


def value_key(layer, feature):
    return feature["pcode"] if layer.fields().indexOf("pcode") >= 0 else str(feature.id())


def class_of(renderer, kind, value):
    """Return the label of the class that a value falls in, as QGIS draws it."""
    if kind == "graduatedSymbol":
        found = renderer.rangeForValue(value)
        return None if found is None else found.label()
    index = renderer.categoryIndexForValue(value)
    return renderer.categories()[index].label() if index >= 0 else None


def layer_facts(layer):
    renderer = layer.renderer()
    kind = renderer.type() if renderer is not None else ""
    legend, classes = [], {}
    if kind in ("categorizedSymbol", "graduatedSymbol"):
        items = renderer.categories() if kind == "categorizedSymbol" else renderer.ranges()
        legend = [[item.label(), item.symbol().color().name()] for item in items]
    if kind in ("categorizedSymbol", "graduatedSymbol"):
        drawn = list(layer.getFeatures())
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        expression = QgsExpression(renderer.classAttribute())
        unmatched = 0
        for feature in drawn:
            context.setFeature(feature)
            value = expression.evaluate(context)
            if kind == "graduatedSymbol":
                unmatched += renderer.rangeForValue(value) is None
            else:
                unmatched += renderer.categoryIndexForValue(value) < 0
            classes[value_key(layer, feature)] = class_of(renderer, kind, value)
    else:
        unmatched = 0
    return {
        "id": layer.id(), "name": layer.name(), "valid": layer.isValid(), "crs": layer.crs().authid(),
        "source": layer.source(), "renderer": kind, "legend": legend, "features": layer.featureCount(),
        "spatial": layer.isSpatial(), "labels": layer.labelsEnabled(), "unmatched": unmatched, "classes": classes,
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "widgets": {field.name(): field.editorWidgetSetup().type() for field in layer.fields()},
        "title": layer.metadata().title(), "abstract": layer.metadata().abstract(),
        "licences": layer.metadata().licenses(),
    }  # fmt: skip


def tree_facts(node):
    groups = {}
    for group in node.findGroups():
        groups[group.name()] = [child.name() for child in group.findLayers()]
    return groups


def draw(project, layers, extent, path, size=(900, 800)):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(*size))
    settings.setBackgroundColor(QColor("white"))
    settings.setTransformContext(project.transformContext())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(path))
    return {"colours": colours(image), "errors": [error.message for error in job.errors()]}


def page_facts(layout, folder, number):
    exporter = QgsLayoutExporter(layout)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    atlas = layout.atlas()
    facts = {"atlas": atlas.enabled(), "items": len(layout.items())}
    pdf = folder / f"page{number}.pdf"
    options = QgsLayoutExporter.PdfExportSettings()
    options.dpi = DPI
    if atlas.enabled():
        atlas.beginRender()
        atlas.updateFeatures()
        facts["count"] = atlas.count()
        facts["pages"] = [atlas.nameForPage(k) for k in range(atlas.count())]
        atlas.endRender()
        result, error = QgsLayoutExporter.exportToPdf(atlas, str(pdf), options)
        facts["pdf"] = [result, error, pdf.stat().st_size if pdf.exists() else 0]
        atlas.seekTo(0)
        atlas.refreshCurrentFeature()
        facts["texts"] = [item.currentText() for item in layout.items() if hasattr(item, "currentText")]
    else:
        facts["pdf"] = [exporter.exportToPdf(str(pdf), options), "", pdf.stat().st_size]
    image = exporter.renderPageToImage(0, QSize(), DPI)
    facts["colours"] = colours(image)
    image.save(str(folder / f"page{number}.png"))
    return facts


def themes_facts(project, extent, folder):
    found = {}
    collection = project.mapThemeCollection()
    for number, name in enumerate(collection.mapThemes()):
        visible = collection.mapThemeVisibleLayers(name)
        drawn = draw(project, visible, extent, folder / f"theme{number}.png")
        found[name] = {"layers": [layer.name() for layer in visible], **drawn}
    return found


def main(project_path, geopackage, folder, pages_too):
    project = QgsProject.instance()
    read = project.read(str(project_path))
    layers = list(project.mapLayers().values())
    extent = project.viewSettings().defaultViewExtent()
    if extent.isEmpty():
        by_id = project.mapLayer("prosmed_layer_selection")
        context = project.transformContext()
        extent = QgsCoordinateTransform(by_id.crs(), project.crs(), context).transformBoundingBox(by_id.extent())
        extent.scale(1.05)
    pages = {
        layout.name(): page_facts(layout, folder, number)
        for number, layout in enumerate(sorted(project.layoutManager().printLayouts(), key=lambda item: item.name()))
        if pages_too
    }
    answer = {
        "version": Qgis.QGIS_VERSION,
        "read": read,
        "title": project.title(),
        "abstract": project.metadata().abstract(),
        "crs": project.crs().authid(),
        "ellipsoid": project.ellipsoid(),
        "layers": [layer_facts(layer) for layer in layers],
        "checked": [node.name() for node in project.layerTreeRoot().findLayers() if node.isVisible()],
        "groups": tree_facts(project.layerTreeRoot()),
        "themes": themes_facts(project, extent, folder),
        "pages": pages,
        "alone": alone(geopackage),
    }
    sys.stdout.write(json.dumps(answer))


def alone(geopackage):
    """Each table added straight from the GeoPackage, outside any project."""
    listing = QgsVectorLayer(str(geopackage), "all", "ogr")
    found = {}
    for sub in listing.dataProvider().subLayers():
        name = sub.split("!!::!!")[1]
        layer = QgsVectorLayer(f"{geopackage}|layername={name}", name, "ogr")
        _, default = layer.loadDefaultStyle() if layer.isValid() else ("", False)
        found[name] = layer_facts(layer)
        found[name]["default_style"] = default
    return found


if __name__ == "__main__":
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    try:
        main(*map(Path, sys.argv[1:4]), sys.argv[4:] != ["quick"])
    finally:
        QgsProject.instance().clear()
    sys.stdout.flush()
    # QGIS 3.22 now and then crashes while Python takes it down; by then all has been said.
    os._exit(0)
