x = "((\"("
y = '[[\
'
	if True:
	  pass
)))