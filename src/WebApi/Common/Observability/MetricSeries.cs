namespace Satcom.WebApi.Common.Observability;

/// <summary>The numbers of one instrument under one set of labels. Safe from many threads, without locks.</summary>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _value;

    /// <summary><c>a="b",c="d"</c>, sorted and escaped.</summary>
    public string Labels { get; } = labels;

    /// <summary>The sum of a counter or histogram, or the last value of what is observed.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>How many measurements fell in each bucket; the last is above every bound.</summary>
    public IReadOnlyList<long> Buckets => _buckets ?? [];

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void Record(double value)
    {
        var index = 0;
        while (index < bounds!.Length && value > bounds[index])
        {
            index++;
        }

        Interlocked.Increment(ref _buckets![index]);
        Add(value);
    }
}
