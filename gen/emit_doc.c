#include "gen.h"
void emit_doc(struct spec *spec) { (void)spec; }
