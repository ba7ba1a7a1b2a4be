/* SPDX-License-Identifier: Apache-2.0 */
/* Acts on a permit after its issue. Most come when the bundle has ended, many when it has left memory.
 *
 *     deliver                               送达, once                              许可法 44
 *     revoke, recall                        撤销, 撤回: one of the two, while it is in force  69, 8
 *     deregister                            注销, once, on one of the law's six grounds       70
 *     ask_deferral, defer, refuse_deferral  延期开工: so many, so long                建筑法 9
 *     start_works, stop_works, go_on_works  开工, 中止施工, 恢复施工                   建筑法 9, 10
 *     ask_renewal, renew, refuse_renewal    延续, asked for in time                  许可法 50
 *     lapse, expire, deem_renewed           what nobody does: a term is over
 *
 * A stage whose permit has ended stays ISSUED: that it was issued is what happened, its number is
 * taken, and what other stages rest on does not change behind their backs. Whoever wants those to end,
 * too, revokes them. */
#ifndef BROKER_CORE_AFTER_ISSUE_H
#define BROKER_CORE_AFTER_ISSUE_H

#include "broker/core/act.h"

enum err after_issue_check(const struct act_case *act, struct refusal *refusal);
void after_issue_decide(const struct act_case *act, struct fact_acted *fact);
bool after_issue_is_good(const struct change *change);
void after_issue_apply(const struct change *change);

/* By itself: a permit lapses or expires, or is deemed renewed. */
int64_t after_issue_due(const struct engine *engine, uint32_t index);
void after_issue_run(struct step *step, uint32_t index);

#endif
