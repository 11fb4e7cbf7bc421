NAME = "oneroster"
LABEL = "OneRoster (zip of CSV files)"
FOR_A_SCHOOL = True
