"""Source S0 on bias, variance and the rule for sharing: line 26 to line 32."""

import pytest
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from tying.risk import (
    Estimate,
    MeanModel,
    decompose,
    fit_risk,
    free_directions,
    hat_matrix,
    james_stein,
    least_squares,
    mallows_cp,
    pool,
    simulate,
)

PLACES, WINDOW, LENGTH = 10, 3, 12


def lies_at(estimate: Estimate, expected: float) -> bool:
    """Whether an estimate is within four of its standard errors."""
    return abs(float(estimate.value) - expected) < 4 * float(estimate.error)


def fitted_kernels(
    kernels: torch.Tensor, signals: int, penalty: float = 0.0, sets: int = 300
) -> tuple[torch.Tensor, torch.Tensor]:
    """Kernels fitted to training sets of new signals each: one per place, and one for all.

    The inputs are white, so that the squared distance from the true kernels, summed over the
    window, is the excess risk on new signals.
    """
    X = torch.randn(sets, signals, LENGTH).unfold(2, WINDOW, 1).transpose(1, 2)
    y = torch.einsum("rtnk,tk->rtn", X, kernels) + torch.randn(sets, PLACES, signals)
    own = least_squares(X, y[..., None], penalty)[..., 0]
    shared = least_squares(X.flatten(1, 2), y.flatten(1)[..., None], penalty)[..., 0]
    return own, shared[:, None].expand_as(own)


@pytest.mark.claim("S0-14")
def test_a_smaller_class_never_fits_the_truth_better():
    X, mu = torch.randn(30, 12), torch.randn(30)
    for rows in range(1, 12):  # more and more conditions on the coefficients
        P = free_directions(torch.randn(rows, 12))
        smaller = P @ free_directions(torch.randn(1, P.shape[1]))
        left = [float((mu - hat_matrix(X @ Q) @ mu).square().sum()) for Q in (P, smaller)]
        assert left[0] < left[1]


@pytest.mark.claim("S0-14")
def test_at_a_new_input_a_right_tie_has_no_bias_where_the_shortest_fit_has_one():
    data, groups, size = 20, 10, 16
    shared = torch.randn(groups)
    theta = shared.repeat_interleave(size)
    X = torch.randn(400, data, groups * size)
    # The shortest fit without noise is theta projected on the rows of X: it keeps a random 20 of
    # 160 dimensions. The tied fit has as many parameters as groups, fewer than data.
    y = X @ theta[:, None]
    untied = torch.linalg.lstsq(X, y).solution[..., 0]
    tied = torch.linalg.lstsq(X.unflatten(2, (groups, size)).sum(-1), y).solution[..., 0]
    missed = (untied - theta).square().sum(1).mean() / theta.square().sum()
    assert float(missed) == pytest.approx(1 - data / (groups * size), abs=0.01)
    assert (
        float((tied - shared).square().sum(1).max()) < 1e-20 * float(shared.square().sum()) + 1e-18
    )


@pytest.mark.claim("S0-14")
def test_under_the_same_ridge_penalty_the_untied_kernels_have_thirty_times_the_squared_bias():
    signals, penalty = 20, 20.0
    theta = torch.randn(WINDOW)
    size = float(theta.square().sum())
    # Designs with orthogonal columns of square `signals` shrink by penalty/(rows + penalty).
    Q = torch.linalg.qr(torch.randn(PLACES, signals, WINDOW))[0] * signals**0.5
    for X, rows in ((Q[0], signals), (Q.flatten(0, 1), signals * PLACES)):
        (mean,) = least_squares(X, (X @ theta)[:, None], penalty).T  # the fit is linear in y
        bias2 = float((mean - theta).square().sum())
        assert bias2 == pytest.approx((penalty / (rows + penalty)) ** 2 * size)
    assert (220 / 40) ** 2 == pytest.approx(30.25)

    # With fixed signals 1.312 against 0.043 was measured, a ratio of 30.5; these are drawn again.
    own, shared = fitted_kernels(theta.expand(PLACES, WINDOW), signals, penalty, sets=1000)
    large, small = (decompose(fits, theta.expand(PLACES, WINDOW)) for fits in (own, shared))
    assert 28 < float(large.bias2.value / small.bias2.value) < 37
    assert large.variance.value > small.variance.value


@pytest.mark.claim("S0-15")
def test_in_well_posed_least_squares_the_variance_is_the_rank_times_the_noise():
    X = torch.block_diag(*torch.randn(PLACES, 12, WINDOW))
    shared = torch.eye(WINDOW).repeat(PLACES, 1)
    for P, rank in ((torch.eye(PLACES * WINDOW), PLACES * WINDOW), (shared, WINDOW)):
        H = hat_matrix(X @ P)
        fitted = (H @ torch.randn(len(X), 2000)).T
        assert lies_at(decompose(fitted, torch.zeros(len(X))).variance, rank / len(X))

    # On new signals: 3/(12 - 3 - 1) = 0.375 for each place alone (0.386 was measured once).
    kernels = torch.randn(WINDOW).expand(PLACES, WINDOW)
    own, one = (decompose(fits, kernels).variance for fits in fitted_kernels(kernels, 12))
    assert lies_at(own, 0.375 / WINDOW)
    assert float(WINDOW * own.value) == pytest.approx(0.386, rel=0.1)
    assert float(WINDOW * one.value) == pytest.approx(0.025, rel=0.15)


@pytest.mark.claim("S0-15")
def test_with_more_parameters_than_data_the_variance_falls_again():
    data, variances = 20, {}
    for parameters in (10, 15, 25, 80):
        X = torch.randn(1000, data, parameters)
        assert round(float(hat_matrix(X[0]).trace())) == min(parameters, data)
        traces = torch.linalg.pinv(X).square().sum((1, 2))  # of the covariance
        variances[parameters] = Estimate(traces.mean(), traces.std() / 1000**0.5)
    expected = {10: 10 / 9, 15: 15 / 4, 25: 20 / 4, 80: 20 / 59}  # p/(n-p-1), n/(p-n-1)
    assert all(lies_at(variances[p], value) for p, value in expected.items())
    assert expected[10] < expected[15] < expected[25] and expected[80] < expected[10]


@pytest.mark.claim("S0-15")
def test_over_redrawn_inputs_the_shortest_fit_has_less_bias_and_more_variance():
    data, parameters, sets = 20, 160, 1000
    theta = torch.zeros(parameters)
    theta[0] = 10**0.5  # the direction does not matter, since the inputs have none
    X = torch.randn(sets, data, parameters)
    inverse = torch.linalg.pinv(X)
    given_inputs = (inverse @ (X @ theta)[..., None])[..., 0] - theta
    bias2 = given_inputs.square().sum(1)
    assert lies_at(Estimate(bias2.mean(), bias2.std() / sets**0.5), 10 * (1 - 20 / 160))
    noise = (inverse @ torch.randn(sets, data, 1))[..., 0]
    redrawn = decompose(theta + given_inputs + noise, theta)
    share = 20 / parameters
    assert lies_at(redrawn.bias2, 10 * (1 - share) ** 2 / parameters)
    # What the bias² has lost, 10 share (1 - share), has become variance.
    expected = 20 / (parameters - 21) + 10 * share * (1 - share)
    assert lies_at(redrawn.variance, expected / parameters)
    assert expected > 10 / 9  # more than with 10 parameters, where nothing is missed


@pytest.mark.claim("S0-16")
def test_bias_is_a_distance_of_the_average_over_training_sets_not_of_one_model():
    kernels = torch.randn(PLACES, WINDOW)
    own, _ = fitted_kernels(kernels, 12)  # 300 training sets
    each = (own - kernels).square().mean((1, 2))
    average = own.mean(0)
    around = (own - average).square().mean((1, 2))
    # Every single fit misses, the average over training sets does not, and the parts add up.
    assert lies_at(decompose(own, kernels).bias2, 0.0)
    assert each.min() > 4 * (average - kernels).square().mean()
    total = (average - kernels).square().mean() + around.mean()
    torch.testing.assert_close(each.mean(), total)


@pytest.mark.claim("S0-17")
def test_with_kernels_that_differ_sharing_wins_with_few_signals_and_loses_with_many():
    kernels = torch.randn(WINDOW) + 0.3 * torch.randn(PLACES, WINDOW)
    spread = float((kernels - kernels.mean(0)).square().sum(1).mean())
    for signals, wins in ((12, True), (60, False)):
        own, shared = (decompose(fits, kernels).risk for fits in fitted_kernels(kernels, signals))
        gap = float(own.value - shared.value)
        assert abs(gap) > 4 * float(own.error + shared.error)
        assert (gap > 0) is wins
        assert lies_at(own, 1 / (signals - WINDOW - 1))  # 0.375 and 0.054
        # Most of the risk of one kernel is the spread of the true ones, which more signals do not
        # reduce.
        assert spread < WINDOW * float(shared.value) < spread + 0.05


@pytest.mark.claim("S0-17")
@pytest.mark.parametrize("signals", [6, 60])
def test_windows_that_look_different_do_not_harm_sharing_if_the_kernels_are_equal(signals):
    sizes = torch.linspace(0.1, 3.0, PLACES)[:, None, None]
    X = sizes * torch.randn(signals, LENGTH).unfold(1, WINDOW, 1).transpose(0, 1)
    rows = X.reshape(-1, WINDOW)
    kernel, kernels = torch.randn(WINDOW), torch.randn(PLACES, WINDOW)
    one, ten = hat_matrix(rows), hat_matrix(torch.block_diag(*X))
    alike = [float(fit_risk(H, rows @ kernel, 1.0).risk) for H in (one, ten)]
    assert alike == pytest.approx([0.3 / signals, 3 / signals])
    # The other way round: windows that look alike do harm if the kernels differ.
    X = X / sizes
    rows, mu = X.reshape(-1, WINDOW), torch.einsum("tnk,tk->tn", X, kernels).flatten()
    assert fit_risk(hat_matrix(rows), mu, 1.0).bias2 > 0.1


def gain_of_one_kernel(x: torch.Tensor, labels: torch.Tensor, steps: int) -> torch.Tensor:
    """Share of unseen images that one kernel for all places reads right, less that of its twin.

    Each of eight pairs learns from 100 images. Behind a ReLU stand means over the quarters of the
    map, and a dense layer. A convolution is one product of matrices here, with the windows as rows.

    Args:
        x: images, ``(n, 1, 12, 12)``; the first 1297 are there to learn from.
        labels: their digits, ``(n,)``.
        steps: of Adam, with the rate 0.02.

    Returns:
        The gains of the pairs, in percentage points.
    """
    windows = F.unfold(x, 3).permute(2, 0, 1)  # (100 places, n, 9)
    chosen = torch.stack([torch.randperm(1297)[:100] for _ in range(8)])
    seen = windows[:, chosen].transpose(0, 1).contiguous()

    def answers(weights: list[torch.Tensor], rows: torch.Tensor) -> torch.Tensor:
        kernel, bias, dense, offset = weights
        maps = (rows @ kernel + bias).relu().unflatten(1, (2, 5, 2, 5)).mean((2, 4))
        return maps.permute(0, 3, 1, 2, 4).flatten(2) @ dense + offset

    shares = []
    for places in (1, 100):
        sizes = {(places, 9, 8): 9, (places, 1, 8): 9, (32, 10): 32, (1, 10): 32}  # with inputs
        weights = [
            torch.empty(8, *size, dtype=x.dtype).uniform_(-(inputs**-0.5), inputs**-0.5)
            for size, inputs in sizes.items()
        ]
        adam = torch.optim.Adam([one.requires_grad_() for one in weights], lr=0.02)
        for _ in range(steps):
            adam.zero_grad()
            guesses = answers(weights, seen).flatten(0, 1)
            (8 * F.cross_entropy(guesses, labels[chosen].flatten())).backward()
            adam.step()
        with torch.no_grad():
            read = answers(weights, windows[None, :, 1297:]).argmax(-1) == labels[1297:]
        shares.append(100 * read.float().mean(1))
    return shares[0] - shares[1]


@pytest.mark.claim("S0-17")
@pytest.mark.parametrize(("kind", "sign"), [("centred", -1), ("scattered", 1)])
def test_after_320_steps_sharing_with_means_gains_on_scattered_digits_alone(kind, sign):
    """The chapter trains 80 steps, in which the convolution does not fit all of its images."""
    torch.manual_seed(0)
    pixels, labels = load_digits(return_X_y=True)
    order = torch.randperm(1797)
    images = torch.as_tensor(pixels).float()[order].unflatten(1, (8, 8)) / 8 - 1
    corners = torch.randint(0, 5, (1797, 2)) if kind != "centred" else torch.full((1797, 2), 2)
    board = images.new_full((1797, 1, 12, 12), -1)
    for own, image, (i, j) in zip(board, images, corners.tolist(), strict=True):
        own[0, i : i + 8, j : j + 8] = image
    gain = gain_of_one_kernel(board, torch.as_tensor(labels)[order], steps=320)
    assert sign * gain.mean() > 2 * gain.std() / len(gain) ** 0.5


@pytest.mark.claim("S0-18")
def test_a_delayed_input_gives_a_delayed_output_only_if_silence_leaves_the_state_where_it_is():
    x = torch.randn(1, 12, 4)
    delayed = torch.cat([torch.zeros(1, 3, 4), x], 1)
    for bias in (False, True):
        rnn = nn.RNN(4, 8, batch_first=True, bias=bias)
        before, after = rnn(x)[0], rnn(delayed)[0]
        error = float((after[:, 3:] - before).abs().max().detach())
        assert error > 1e-3 if bias else error < 1e-12  # equivariant or not
        assert float((after[:, :12] - before).abs().max().detach()) > 0.1  # never invariant


@pytest.mark.claim("S0-19")
@pytest.mark.parametrize(("share", "risk"), [(0.5, 0.5625), (1.0, 1.0), (1.5, 1.4375)])
def test_the_sign_that_was_lost_stands_between_the_spread_and_seven_eighths(share, risk):
    reduction = 1 - 1 / 8  # v (1 - 1/T), for v = 1 and T = 8
    model = MeanModel(share * reduction, 1.0, 8)
    assert float(model.threshold) == reduction
    assert float(model.risk(1.0).risk) == pytest.approx(risk)
    generator = torch.Generator().manual_seed(0)
    tied = simulate(lambda x: pool(x, 1.0), model, 100_000, generator).risk  # twice 1e5 draws
    assert lies_at(tied, risk) and abs(float(tied.value) - risk) < 0.01
    assert (risk < 1) is (share < 1)  # the separate estimates have risk v = 1


@pytest.mark.claim("S0-19")
@pytest.mark.parametrize("share", [0.6, 1.4])
def test_the_threshold_holds_for_regressions_and_is_what_mallows_cp_estimates(share):
    T, n, p, noise = 6, 15, 2, 0.8
    designs = torch.randn(T, n, p)
    X, shared = torch.block_diag(*designs), torch.eye(p).repeat(T, 1)
    theta = torch.randn(T, p)
    gram = designs.mT @ designs
    moment = (gram @ theta[..., None]).sum(0)
    common = torch.linalg.solve(gram.sum(0), moment)[:, 0]
    # Scaled so that Σ |X_t (θ_t - common)|² is a share of noise p (T - 1).
    size = (designs @ (theta - common)[..., None]).square().sum()
    theta = common + (theta - common) * (share * noise * p * (T - 1) / size).sqrt()
    mu = X @ theta.flatten()
    full, tied = hat_matrix(X), hat_matrix(X @ shared)
    gap = fit_risk(full, mu, noise).risk - fit_risk(tied, mu, noise).risk
    assert (float(gap) > 0) is (share < 1)
    y = mu[:, None] + noise**0.5 * torch.randn(len(mu), 20_000)
    difference = mallows_cp(full, y, noise) - mallows_cp(tied, y, noise)
    error = difference.std() / 20_000**0.5
    assert lies_at(Estimate(difference.mean(), error), float(gap) * len(mu) / noise)
    by_hand = ((full - tied) @ y).square().sum(0) / noise
    torch.testing.assert_close(difference, 2 * p * (T - 1.0) - by_hand)


@pytest.mark.claim("S0-19")
def test_random_values_have_another_threshold_at_every_number_of_times():
    for T in (2, 3, 8):
        assert float(MeanModel(1.0, 2.0, T, 0.25, "random").threshold) == 2 * 0.75
        assert float(MeanModel(1.0, 2.0, T, 0.25).threshold) == 2 * (1 - 1 / T) * 0.75


@pytest.mark.claim("S0-20")
@pytest.mark.parametrize(("spread", "risk"), [(0.25, 0.300), (1.0, 0.5625), (4.0, 0.825)])
def test_partial_pooling_beats_both_extremes(spread, risk):
    model = MeanModel(spread, 1.0, 8, truth="random")
    weight = 1 / (1 + spread)  # v/(v + s²)
    generator = torch.Generator().manual_seed(0)
    separate, between, tied = (
        simulate(lambda x, w=w: pool(x, w), model, 20_000, generator).risk
        for w in (0.0, weight, 1.0)
    )
    assert lies_at(between, risk)
    for extreme in (separate, tied):
        assert between.value + 4 * (between.error + extreme.error) < extreme.value
    assert float(model.weight) == pytest.approx(weight)
    assert float(model.risk(weight).risk) == pytest.approx(risk)


@pytest.mark.claim("S0-20")
def test_forecasting_turns_the_rule_round():
    generator = torch.Generator().manual_seed(0)
    model = MeanModel(5.0, 1.0, 8, truth="next")
    for weight, risk in ((1.0, 5.75), (0.0, 11.0)):  # s²(1 + 1/T) + v/T, and 2 s² + v
        measured = simulate(lambda x, w=weight: pool(x, w), model, 20_000, generator).risk
        assert lies_at(measured, risk)
    for T in (2, 8, 32):
        kappa = 6 / (2 * T - 1)
        for share in (0.8, 1.2):
            walk = MeanModel(share * kappa, 1.0, T, truth="walk")
            tied, last = (
                simulate(lambda x, w=w: pool(x, w), walk, 10_000, generator).risk
                for w in (1.0, 0.0)
            )
            k = share * kappa
            assert lies_at(tied, k * (T + 1) * (2 * T + 1) / (6 * T) + 1 / T)
            assert lies_at(last, k + 1)
            if T > 2:
                assert (tied.value < last.value) == (share < 1)


@pytest.mark.claim("S0-20")
def test_at_the_equal_point_a_choice_is_worse_than_both_fits_and_a_step_between_is_better():
    dimensions, sets = 27, 20_000  # q - k, along which the full and the tied fit differ
    truth = torch.ones(dimensions)  # of squared length q - k: what a tie adds is what it saves
    full = truth + torch.randn(sets, dimensions)
    D = full.square().sum(1, keepdim=True)
    chosen = torch.where(2 * dimensions > D, 0.0, full)
    shrunk = (1 - (dimensions - 2) / D).clamp(min=0) * full
    separate, test, step = (decompose(fit, truth).risk for fit in (full, chosen, shrunk))
    assert lies_at(separate, 1.0)  # and the tied fit, 0, has exactly 1
    assert test.value - 4 * test.error > 1.0
    assert step.value + 4 * step.error < 0.7


@pytest.mark.claim("S0-20")
def test_the_james_stein_step_can_lose_if_the_variances_differ():
    truth = torch.tensor([6.0] + 7 * [0.0])
    variances = torch.tensor([7.3] + 7 * [0.1])  # 1 on average
    equal, unequal = torch.randn(2, 20_000, 8)
    for errors, gains in ((equal, True), (variances.sqrt() * unequal, False)):
        alone = decompose(truth + errors, truth).risk
        moved = decompose(james_stein(truth + errors, noise=1.0), truth).risk
        assert lies_at(alone, 1.0)
        assert abs(moved.value - alone.value) > 4 * (moved.error + alone.error)
        assert bool(moved.value < alone.value) is gains
