----------------------------- MODULE MCLottery ------------------------------
EXTENDS Lottery

CONSTANT Favourite

OnlyFavourite == winner \in {Nobody, Favourite}
=============================================================================
