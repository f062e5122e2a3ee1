using Satcom.Bench.Measures;

namespace Satcom.ArchitectureTests.Promises;

/// <summary>The test of ranks by which the bench judges whether times tell two cases apart. The expected figures come from another implementation.</summary>
public sealed class RankTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, new double[] { 6, 7, 8, 9, 10 }, 0.01219)]
    [InlineData(new double[] { 1, 2, 2, 3 }, new double[] { 2, 3, 3, 4 }, 0.17203)]
    [InlineData(new double[] { 7, 7, 7 }, new double[] { 7, 7, 7, 7 }, 1)]
    public void L5_O27_O63_Probability_OfSmallSamples_IsAsTablesHaveIt(double[] first, double[] second, double expected)
    {
        RankTest.Probability(first, second).ShouldBe(expected, 0.00001);
        RankTest.Probability(second, first).ShouldBe(expected, 0.00001);
    }

    [Fact]
    public void L5_O27_O63_Probability_OfThreeHundredPairs_SeparatesAShiftAndNothingElse()
    {
        double[] usual = [.. Enumerable.Range(0, 300).Select(n => (double)(n * 7919 % 300))];

        RankTest.Probability(usual, usual).ShouldBe(1, 0.01);
        RankTest.Probability(usual, [.. usual.Select(v => v + 15)]).ShouldBeGreaterThan(0.01);
        RankTest.Probability(usual, [.. usual.Select(v => v + 30)]).ShouldBeLessThan(0.001);
        RankTest.Probability(usual, [.. usual.Select(v => v + 300)]).ShouldBeLessThan(1e-12);
    }
}
