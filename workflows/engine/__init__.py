"""How a démarche is declared and moved. The only code that touches Viewflow."""
