"""The QGIS project, written without QGIS."""
