def readme(city, *, metric_epsg, model): return ""
