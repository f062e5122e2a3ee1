using System.Globalization;

namespace Satcom.Bench.Load;

/// <summary>Processor time from /proc, in microseconds.</summary>
internal static class CpuTime
{
    // USER_HZ, which /proc counts in, is 100 on every Linux that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>User and system time of a process; with those of its children that have ended.</summary>
    public static double OfProcess(int pid) => Read(pid) is { } stat ? stat.Ticks * MicrosecondsPerTick : 0;

    /// <summary>Of PostgreSQL as a whole: the postmaster, its children, and those that have ended.</summary>
    public static double OfServer(int postmaster)
    {
        double sum = OfProcess(postmaster);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } stat && stat.Parent == postmaster)
            {
                sum += Precise(pid) ?? stat.Ticks * MicrosecondsPerTick;
            }
        }

        return sum;
    }

    /// <summary>Of the whole machine, interrupts too.</summary>
    public static double OfMachine()
    {
        // cpu user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ((ReadOnlySpan<int>)[1, 2, 3, 6, 7]).ToArray().Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture)) * MicrosecondsPerTick;
    }

    /// <summary>The parent of a process.</summary>
    public static int ParentOf(int pid) => Read(pid)?.Parent ?? throw new BenchException("A process has ended that was being watched.");

    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMiB(int pid)
    {
        foreach (var line in File.ReadLines(FormattableString.Invariant($"/proc/{pid}/status")))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return double.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS:".Length - " kB".Length), NumberStyles.Float, CultureInfo.InvariantCulture) / 1024;
            }
        }

        return 0;
    }

    /// <summary>A server process has one thread, whose run time the scheduler counts in nanoseconds.</summary>
    private static double? Precise(int pid)
    {
        try
        {
            var text = File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/schedstat"));
            return double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture) / 1000;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static (int Parent, long Ticks)? Read(int pid)
    {
        try
        {
            // The second field is the name in parentheses and may hold anything; what follows it is fixed.
            var text = File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int number) => long.Parse(fields[number - 3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return ((int)Field(4), Field(14) + Field(15) + Field(16) + Field(17));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
