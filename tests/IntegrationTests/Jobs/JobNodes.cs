using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>Two nodes that run jobs: one job each second, and all others in a year that no test sees.</summary>
public sealed class JobNodes : IAsyncLifetime
{
    public const string EverySecond = "missing-check-out";

    private const string Never = "0 0 0 1 1 ? 2099";

    public SatcomHost First { get; } = new();

    public SatcomHost Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Prepare(First);
        await First.StartAsync();
        Second = await FurtherAsync();
        await Waiting.UntilAsync(async () => await First.SqlAsync("SELECT count(DISTINCT instance_name) FROM qrtz_scheduler_state") is 2L, "the nodes are no cluster");
    }

    public async ValueTask DisposeAsync()
    {
        if (Second is not null)
        {
            await Second.DisposeAsync();
        }

        await First.DisposeAsync();
    }

    /// <summary>Starts one more node over the same database; of the first start on as of any other.</summary>
    internal async Task<SatcomHost> FurtherAsync()
    {
        var node = new SatcomHost(First.Database);
        Prepare(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>The node that does not run a run, by the name that the run's node has.</summary>
    internal SatcomHost Other(string node) => node.EndsWith(First.Services.GetRequiredService<INodeBus>().NodeId.ToString("N")[^8..], StringComparison.Ordinal) ? Second : First;

    private static void Prepare(SatcomHost node)
    {
        node.Settings["Satcom:Jobs:Enabled"] = "true";
        node.Settings["Satcom:Jobs:MissingCheckOutCron"] = "* * * * * ?";
        foreach (var name in (string[])["CleanupCron", "MovesCron", "AuditCheckCron", "LeaveAccrualCron", "AnomalyNightCron", "AnomalyDigestCron"])
        {
            node.Settings[$"Satcom:Jobs:{name}"] = Never;
        }
    }
}
