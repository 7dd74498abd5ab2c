#include "gen.h"
void emit_model(struct spec *spec) { (void)spec; }
