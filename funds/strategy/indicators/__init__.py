"""Country indicators and the strategy-country ranking. Pure: knows neither the web nor the database.

`figures` one value with year and source; `worldbank` reads a download; `revisions` says what changed between
two; `weights` the versioned weights; `ranking` the score of each country with everything it was made of;
`doubts` what to look at twice.
"""
