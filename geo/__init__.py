"""Catalogue, datum, boundaries and spatial questions; frames in, frames out."""
