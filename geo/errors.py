"""The errors that this package raises; each is one sentence a reader can act on."""


class AtlasError(Exception):
    """Base of every error that the atlas raises on purpose."""


class CatalogueError(AtlasError):
    """A catalogue folder cannot be read or does not hold together."""


class UnknownIdError(AtlasError, LookupError):
    """An identifier names nothing in the catalogue."""


class BoundaryError(AtlasError):
    """A boundary file is missing, altered or not a valid coverage."""


class DatumError(AtlasError, ValueError):
    """A datum is unknown, or coordinates do not lie in the datum they claim."""
