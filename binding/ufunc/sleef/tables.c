// SLEEF's digits of 2/pi, for the reduction of large angles.
#include "rempitab.c"
