namespace Satcom.Bench.Measures;

/// <summary>The two-sided rank test of Mann and Whitney, by the normal approximation, with its corrections for ties and for continuity.</summary>
internal static class RankTest
{
    /// <summary>How likely ranks as uneven as these are where both samples are of one distribution: 0 to 1. At least some twenty values of each are meant.</summary>
    /// <remarks>z = (|U − n₁n₂/2| − ½) / σ with σ² = n₁n₂/12 · (N + 1 − Σ(t³ − t) / (N(N − 1))), t the sizes of the ties.</remarks>
    public static double Probability(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        var (ofFirst, ofSecond) = ((double)first.Count, (double)second.Count);
        var all = ofFirst + ofSecond;
        var sorted = first.Select(v => (Value: v, IsFirst: true)).Concat(second.Select(v => (Value: v, IsFirst: false))).OrderBy(v => v.Value).ToList();
        var (ranks, ties) = (0.0, 0.0);
        for (var i = 0; i < sorted.Count;)
        {
            var end = i + 1;
            while (end < sorted.Count && sorted[end].Value.Equals(sorted[i].Value))
            {
                end++;
            }

            // Equals share the mean of the ranks that they have together, of i + 1 to end.
            ranks += sorted[i..end].Count(v => v.IsFirst) * (i + 1 + end) / 2.0;
            ties += Math.Pow(end - i, 3) - (end - i);
            i = end;
        }

        var variance = ofFirst * ofSecond / 12 * (all + 1 - (ties / (all * (all - 1))));
        if (!(variance > 0))
        {
            return 1;
        }

        var off = Math.Abs(ranks - (ofFirst * (ofFirst + 1) / 2) - (ofFirst * ofSecond / 2)) - 0.5;
        return TwoTails(Math.Max(0, off) / Math.Sqrt(variance));
    }

    /// <summary>What a normal variable has beyond ±z: 1 − √(2/π) e^(−z²/2) Σ z^(2n+1) / (1·3·5 … (2n+1)).</summary>
    private static double TwoTails(double z)
    {
        const double Beyond = 8;
        const double Negligible = 1e-16;
        if (z > Beyond)
        {
            return 0;
        }

        var (term, sum) = (z, z);
        for (var n = 1; term > sum * Negligible; n++)
        {
            term *= z * z / ((2 * n) + 1);
            sum += term;
        }

        return Math.Clamp(1 - (Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2) * sum), 0, 1);
    }
}
