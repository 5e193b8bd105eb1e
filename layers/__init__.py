"""Folium layers of the atlas: catalogue in, Folium layer out; knows no Flask."""
