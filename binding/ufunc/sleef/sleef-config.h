// What SLEEF's own build would write: nothing needs to be chosen for the functions that we use.
