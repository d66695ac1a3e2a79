"""What nobody may change: the memory of cases, of rights and of who looked; chained, and destroyed by rule alone."""
