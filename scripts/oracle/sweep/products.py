"""Writes test/oracle/sweep/products.json.gz: inner, outer, vdot, tensordot, kron, cross, einsum and its paths."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep, golden

s = Sweep('products')
rng = np.random.default_rng(11)
FEW = ['bool', 'int8', 'uint16', 'int64', 'float16', 'float32', 'complex128']


def values(shape, dtype='float64'):
    return golden.small_integers(rng, shape, dtype)


for dtype in DTYPES:
    for one, other in itertools.product([(), (3,), (2, 3), (4, 2, 3), (0,), (2, 0)], repeat=2):
        a, b = values(one, dtype), values(other, dtype)
        for name in ['inner', 'outer', 'vdot', 'kron']:
            s(name, a, b)
        for axes in [0, 1, 2]:
            s('tensordot', a, b, axes)
    a = values((2, 3, 4), dtype)
    b = values((4, 3, 2), dtype)
    for axes in [([0], [2]), ([0, 1], [2, 1]), ((1, 2), (1, 0)), ([2, 1], [0, 1]), (0, 2), (2, 0), ([-1, 0], [0, -1]), ([0, 0], [2, 2]),
                 ([0], [0]), ([0, 1], [2]), ([], []), ([3], [0]), (0, 1, 2)]:
        s('tensordot', a, b, axes)
    for one, other in [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (2, 3)), ((2, 1, 3), (4, 3)), ((2,), (3,)), ((3,), (2,)), ((2,), (2,)), ((4,), (3,)),
                       ((), (3,)), ((2, 3), (3, 3)), ((0, 3), (3,))]:
        if dtype != 'bool':  # NumPy's cross subtracts, which booleans can't
            s('cross', values(one, dtype), values(other, dtype))
    if dtype != 'bool':
        for keys in [{'axisa': 0}, {'axisb': 0}, {'axisc': 0}, {'axis': 0}, {'axisa': 5}, {'axisa': 0, 'axisb': 0, 'axisc': 0}]:
            s('cross', values((3, 3), dtype), values((3, 3), dtype), **keys)
for one, other in itertools.product(FEW, FEW):
    a, b = values((2, 3), one), values((2, 3), other)
    s('inner', a, b)
    s('outer', a, b)
    s('vdot', a, b)
    s('kron', a, b)
    s('tensordot', a, b)
    s('einsum', 'ij,kj->ik', a, b)
    s('einsum', 'ij,ij->i', a, b)
    s('einsum', 'ij,ij->', a, b)
    s('einsum', 'ij->j', a, dtype=other)
    s('einsum', 'ij->j', a, dtype=other, casting='unsafe')
    s('einsum', 'ij->j', a, out=np.zeros(3, other))
    s('outer', a, b, out=np.zeros((6, 6), other))

# Every way of one, two and three operands: (subscripts, shapes).
ONE = [('i', (3,)), ('ii', (3, 3)), ('ii->i', (3, 3)), ('ij', (2, 3)), ('ji', (2, 3)), ('ij->', (2, 3)), ('ij->i', (2, 3)), ('ij->j', (2, 3)),
       ('iij->j', (2, 2, 3)), ('iji->ij', (2, 3, 2)), ('iii', (2, 2, 2)), ('iii->i', (2, 2, 2)), ('ijk->kji', (2, 3, 4)), ('...', (2, 3)),
       ('...->...', (2, 3)), ('i...->...', (2, 3)), ('...i->...', (2, 3)), ('...ij->...ji', (2, 3, 4)), ('...ii->...i', (2, 3, 3)),
       ('i...i->...', (2, 3, 2)), ('...i', (2, 3)), ('i...', (2, 3)), ('Ba', (2, 3)), ('aB', (2, 3)), ('ii', (2, 3)), ('i', (2, 3)), ('ijk', (2, 3)),
       ('i->ii', (3,)), ('i->j', (3,)), ('...i->i', (2, 3)), ('...i->i', (3,)), ('', ()), ('->', ()), ('i', ()), ('...', ()), ('i->...i', (3,)),
       ('ij->ij...', (2, 3)), ('i1', (2, 3)), ('i->i->i', (3,)), ('i-', (3,)), ('i>', (3,)), ('i..', (2, 3)), ('....', (2,)), (' i j -> j i ', (2, 3)),
       ('ij->ji', (0, 3)), ('ij->i', (3, 0)), ('ij->', (0, 3))]
TWO = [('i,i', (3,), (3,)), ('i,i->i', (3,), (3,)), ('i,j', (2,), (3,)), ('i,j->ji', (2,), (3,)), ('i,j->', (2,), (3,)), ('i,j->i', (2,), (3,)),
       ('i,j->j', (2,), (3,)), ('ij,j', (2, 3), (3,)), ('ij,i', (2, 3), (2,)), ('ij,j->ij', (2, 3), (3,)), ('ij,jk', (2, 3), (3, 4)),
       ('ij,jk->ki', (2, 3), (3, 4)), ('ji,jk', (3, 2), (3, 4)), ('ij,kj->ik', (2, 3), (4, 3)), ('ij,kj->', (2, 3), (4, 3)), ('ij,ij', (2, 3), (2, 3)),
       ('ij,ji', (2, 3), (3, 2)), ('ij,ij->ij', (2, 3), (2, 3)), ('ij,ij->i', (2, 3), (2, 3)), ('ij,ij->j', (2, 3), (2, 3)), ('ij,ji->i', (2, 3), (3, 2)),
       ('bij,bjk->bik', (2, 3, 4), (2, 4, 2)), ('bij,bjk->ibk', (2, 3, 4), (2, 4, 2)), ('bij,bjk->kib', (2, 3, 4), (2, 4, 2)),
       ('ijb,jkb->ikb', (3, 4, 2), (4, 2, 2)), ('ijb,jb->ib', (3, 4, 5), (4, 5)), ('bij,bj->bi', (5, 3, 4), (5, 4)), ('bi,bi->b', (20, 3), (20, 3)),
       ('ib,ib->b', (20, 3), (20, 3)), ('bi,bi->b', (3, 40), (3, 40)), ('ijkl,klmn->ijmn', (2, 3, 2, 2), (2, 2, 3, 2)),
       ('ijkl,lkmn->mnij', (2, 3, 2, 2), (2, 2, 3, 2)), ('ijkl,jl->ik', (2, 3, 2, 4), (3, 4)), ('ijkl,mjnl->imkn', (2, 3, 2, 2), (2, 3, 2, 2)),
       ('abc,cba->', (2, 3, 4), (4, 3, 2)), ('abc,abc->c', (2, 3, 4), (2, 3, 4)), ('abc,abc->b', (2, 3, 4), (2, 3, 4)), ('abcd,abcd->ad', (2, 3, 4, 2), (2, 3, 4, 2)),
       ('ii,ij->j', (3, 3), (3, 2)), ('iij,jk->ik', (3, 3, 2), (2, 4)), ('...ij,...jk', (5, 2, 3), (5, 3, 4)), ('...ij,...jk->...ik', (5, 2, 3), (3, 4)),
       ('...ij,...jk->...ik', (1, 2, 3), (5, 3, 4)), ('...i,...i', (2, 3), (4, 1, 3)), ('i...,i...->i...', (2, 3), (2, 3)), ('i...,i...->...', (2, 3), (2, 3)),
       ('a...,b...->ab...', (2, 1), (3, 4)), ('i,...i', (3,), (2, 3)), ('...,...', (2, 3), (3,)), ('...,i', (), (3,)), (',', (), ()), ('i,', (3,), ()),
       ('ij,jk', (2, 3), (2, 4)), ('ij,jk', (2, 1), (3, 4)), ('ij,jk', (2, 3), (1, 4)), ('ij,ij->ij', (2, 1), (1, 3)), ('ij,ij', (2, 3), (1, 1)),
       ('ij,jk->ik', (2, 0), (0, 3)), ('ij,jk->ik', (0, 2), (2, 3)), ('i,j', (3,)), ('i', (3,), (3,)), ('ij,jk->il', (2, 3), (3, 4)), ('i...,j->i', (2, 3), (3,)),
       ('bi,bj->bij', (2, 3), (2, 4)), ('bi,bj->bi', (2, 3), (2, 4)), ('ijk,j->ik', (2, 3, 4), (3,)), ('ijk,ik->j', (2, 3, 4), (2, 4)), ('ijk,ik->ij', (2, 3, 4), (2, 4))]
THREE = [('ij,jk,kl', (2, 3), (3, 4), (4, 2)), ('ij,jk,kl->li', (2, 3), (3, 4), (4, 2)), ('i,i,i', (3,), (3,), (3,)), ('i,i,i->i', (3,), (3,), (3,)),
         ('i,j,k->kij', (2,), (3,), (4,)), ('ij,jk,ki', (2, 3), (3, 4), (4, 2)), ('ijk,il,jm->klm', (2, 3, 4), (2, 2), (3, 2)), ('i,ij,j', (2,), (2, 3), (3,)),
         ('ea,fb,abcd,gc,hd->efgh', (2, 2), (2, 2), (2, 2, 2, 2), (2, 2), (2, 2)), ('ab,bc,cd,de,ef', (2, 5), (5, 3), (3, 4), (4, 2), (2, 3)),
         ('abc,bd,dc,ca->a', (2, 3, 4), (3, 5), (5, 4), (4, 2)), ('...i,ij,...j->...', (2, 3), (3, 4), (2, 4)), ('a,b,c,d->', (2,), (3,), (2,), (2,)),
         ('ij,ij,ij->i', (2, 3), (2, 3), (2, 3)), ('ij,jk,kl', (2, 3), (2, 4), (4, 2)), ('ij,jk,kl,lm,mn', (3, 3), (3, 3), (3, 3), (3, 3), (3, 3)),
         ('bdik,acaj,ikab,ajac,ikbd', (2, 3, 2, 4), (3, 2, 3, 2), (2, 4, 3, 2), (3, 2, 3, 2), (2, 4, 2, 3)), ('cd,bdhe,aidb,hgca,gc,hgibcd,hgac',
         (2, 3), (2, 3, 2, 3), (2, 2, 3, 2), (2, 2, 2, 2), (2, 2), (2, 2, 2, 2, 2, 3), (2, 2, 2, 2))]
for dtype in FEW:
    for subscripts, *shapes in ONE + TWO + THREE:
        operands = [values(shape, dtype) for shape in shapes]
        s('einsum', subscripts, *operands, tolerance=4)
        if dtype in ['int64', 'float32', 'complex128']:
            s('einsum', subscripts, *operands, order='F', tolerance=4)
            # With optimize NumPy sums over a '...' that the result lacks, which it refuses otherwise, and gives some
            # scalars as arrays: not so here.
            result, error = golden.outcome(lambda: np.einsum(subscripts, *operands))
            if error or np.ndim(result) > 0:
                if '.' in subscripts and error:
                    continue
                s('einsum', subscripts, *operands, optimize=True, tolerance=4)
                s('einsum', subscripts, *operands, optimize='optimal', tolerance=4)
for subscripts, *shapes in ONE + TWO + THREE:
    operands = [values(shape) for shape in shapes]
    # Letters for '...' follow no order, and a value that is refused late is no matter here.
    if '.' in subscripts:
        continue
    for optimize in [True, False, 'greedy', 'optimal', ('greedy', 4), ('optimal', 20)]:
        s('einsum_path', subscripts, *operands, optimize=optimize)
a, b, c = values((2, 3)), values((3, 4)), values((4, 2))
s('einsum_path', 'ij,jk,kl', a, b, c, optimize=['einsum_path', (0, 2), (0, 1)])
s('einsum_path', 'ij,jk,kl', a, b, c, optimize=['einsum_path', (0, 1, 2)])
s('einsum', 'ij,jk,kl', a, b, c, optimize=['einsum_path', (0, 2), (0, 1)])
s('einsum', 'ij,jk,kl', a, b, c, optimize=['einsum_path', (1, 2), (0, 1)])
for lists in [[a, [0, 1]], [a, [1, 0]], [a, [0, 1], [1, 0]], [a, [0, 1], []], [a, [0, 0]], [a, [0, 60]], [a, [51, 3]], [a, [0, 1], b, [1, 2]],
              [a, [0, 1], b, [1, 2], [2, 0]], [a, [0, 1], b, [1, 2], c, [2, 3], [0, 3]], [a, [0]], [a, [0, 1], [2]], [a, [1.5, 2]]]:
    s('einsum', *lists)
    s('einsum', *lists, optimize=True)
s('einsum', 'ij->i', a, out=np.zeros(3))
s('einsum', 'ij->ji', a, out=np.zeros((3, 2)))
s('einsum', 'ij,jk->ik', a, b, out=np.zeros((2, 4)))
s('einsum', 'ij,jk->ik', a, b, out=np.zeros((2, 4)), optimize=True)
s('einsum', 'ij->i', a, out=np.zeros(2, 'float32'))
s('einsum', 'ij->i', a, out=np.zeros(2, 'float32'), casting='same_kind')
# Long sums, odd strides, more than one block of accumulators.
for dtype in ['int32', 'float32', 'float64', 'complex64', 'float16', 'bool']:
    a, b = values((7, 700), dtype), values((7, 700), dtype)
    for subscripts in ['ij,ij->i', 'ij,ij->j', 'ij,ij->', 'ij,kj->ik']:
        s('einsum', subscripts, a, b, tolerance=8)
    s('einsum', 'ij,ij->i', a.T.copy(), b.T.copy(), tolerance=8)
    a, b = values((40, 3, 30), dtype), values((40, 30), dtype)
    for subscripts in ['bij,bj->bi', 'bij,bj->ib']:
        s('einsum', subscripts, a, b, tolerance=8)
    s('einsum', 'jib,jb->ib', values((4, 3, 600), dtype), values((4, 600), dtype), tolerance=8)
s.write()
