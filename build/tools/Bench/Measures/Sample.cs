using System.Diagnostics;
using Satcom.Bench.Load;

namespace Satcom.Bench.Measures;

/// <summary>What one peer did in one round.</summary>
/// <param name="Rate">Per second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="ServerCpu">Microseconds of the peer's processor time per request.</param>
/// <param name="PostgresCpu">Microseconds of PostgreSQL's processor time per request.</param>
/// <param name="ResidentMiB">The peer's memory at the end.</param>
/// <param name="Others">The share of the machine that went to neither peer, database nor generator: much of it, and the round tells little.</param>
internal sealed record Sample(double Rate, double P50, double P99, double ServerCpu, double PostgresCpu, double ResidentMiB, double Others)
{
    public double Cpu => ServerCpu + PostgresCpu;

    public static Sample Of(LoadResult load, CpuMeter cpu, int pid) => new(
        load.Rate, load.Percentile(0.5), load.Percentile(0.99), cpu.Server / load.Count, cpu.Postgres / load.Count, CpuTime.ResidentMiB(pid), cpu.Others);
}

/// <summary>Adds up the processor time of one peer and of PostgreSQL while it runs.</summary>
internal sealed class CpuMeter(int pid, int postmaster)
{
    private double _serverFrom;
    private double _postgresFrom;
    private double _othersFrom;
    private double _others;
    private long _startedAt;
    private TimeSpan _elapsed;

    public double Server { get; private set; }

    public double Postgres { get; private set; }

    public double Others => Math.Max(0, _others / Environment.ProcessorCount / _elapsed.TotalMicroseconds);

    public void Start()
    {
        _startedAt = Stopwatch.GetTimestamp();
        _othersFrom = CpuTime.OfMachine() - Environment.CpuUsage.TotalTime.TotalMicroseconds;
        (_serverFrom, _postgresFrom) = (CpuTime.OfProcess(pid), CpuTime.OfServer(postmaster));
    }

    public void Stop()
    {
        var postgres = CpuTime.OfServer(postmaster) - _postgresFrom;
        var server = CpuTime.OfProcess(pid) - _serverFrom;
        _others += CpuTime.OfMachine() - Environment.CpuUsage.TotalTime.TotalMicroseconds - _othersFrom - postgres - server;
        _elapsed += Stopwatch.GetElapsedTime(_startedAt);
        (Postgres, Server) = (Postgres + postgres, Server + server);
    }
}
