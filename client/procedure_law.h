/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a definition that come from the law: signers, commitments, missing materials, holds. */
#ifndef CLIENT_PROCEDURE_LAW_H
#define CLIENT_PROCEDURE_LAW_H

#include "client/procedure_reader.h"

/* Of a stage: "signers", "by", "by_commitment". */
void read_stage_signers(struct procedure_reader *reader, struct value value);
void read_stage_by(struct procedure_reader *reader, struct value value);
void read_stage_commitment(struct procedure_reader *reader, struct value value);

/* Of a gate: "hold", "on_tolerance". */
void read_gate_hold(struct procedure_reader *reader, struct value value);
void read_gate_on_tolerance(struct procedure_reader *reader, struct value value);

/* Of a material: "may_miss". */
void read_material_may_miss(struct procedure_reader *reader, struct value value);

/* Of the procedure: "on_overdue". */
void read_on_overdue(struct procedure_reader *reader, struct value value);

#endif
