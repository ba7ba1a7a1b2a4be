/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of `tongfa draw`, one file for each.
 *
 * When you add a picture: its function here, its file, a way to ask for it in client/cli/draw.c, a
 * test; and if it stands in procedures/PICTURES.md, its line in scripts/pictures. */
#ifndef CLIENT_DRAW_H
#define CLIENT_DRAW_H

#include "client/time_line.h"
#include "tongfa/errors.h"
#include "tongfa/procedure.h"

#include <stdio.h>

/* What waits for what (draw_procedure.c).
 *
 * Shape:   procedure - one that procedure_load found sound.
 * Errors:  ERR_NO_MEMORY. That file took everything is the caller's to check. */
enum err draw_procedure(FILE *file, const struct procedure *procedure);

/* The states of stage and job, and which may follow which: asked of the tables by which the broker
 * decides (draw_life_cycle.c). */
void draw_life_cycle(FILE *file);

/* One bundle's stages side by side in time (draw_time_line.c). */
void draw_time_line(FILE *file, const struct time_line *line);

#endif
