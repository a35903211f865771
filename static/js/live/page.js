// The live client starts here.
