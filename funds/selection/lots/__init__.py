"""Drawing by lot from a seed that was committed to before, so that anybody can draw again."""
