"""How static files are served: compressed, named by their content, cached for ever."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """ES modules import each other by those names too: no page mixes two versions."""

    support_js_module_import_aggregation = True
