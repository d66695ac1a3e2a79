"""The mark's name and logo by date, the conditions of use and who signed them, the list for the maker of plaques."""
