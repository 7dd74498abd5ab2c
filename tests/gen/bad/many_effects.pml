/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:mood = { CALM, ANGRY };
typedef guest {
	mtype:mood mood;
	u32 seq;
	u64 pages;
	u16 small;
	bool open
}
inline fx_0() { put_b() }
inline fx_1() { put_b() }
inline fx_2() { put_b() }
inline fx_3() { put_b() }
inline fx_4() { put_b() }
inline fx_5() { put_b() }
inline fx_6() { put_b() }
inline fx_7() { put_b() }
inline fx_8() { put_b() }
inline fx_9() { put_b() }
inline fx_10() { put_b() }
inline fx_11() { put_b() }
inline fx_12() { put_b() }
inline fx_13() { put_b() }
inline fx_14() { put_b() }
inline fx_15() { put_b() }
inline fx_16() { put_b() }
inline fx_17() { put_b() }
inline fx_18() { put_b() }
inline fx_19() { put_b() }
inline fx_20() { put_b() }
inline fx_21() { put_b() }
inline fx_22() { put_b() }
inline fx_23() { put_b() }
inline fx_24() { put_b() }
inline fx_25() { put_b() }
inline fx_26() { put_b() }
inline fx_27() { put_b() }
inline fx_28() { put_b() }
inline fx_29() { put_b() }
inline fx_30() { put_b() }
inline fx_31() { put_b() }
inline fx_32() { put_b() }
