using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Outbox;

/// <summary>Two nodes whose deliveries can be watched and broken.</summary>
public sealed class OutboxNodes : TwoNodes
{
    internal ConcurrentQueue<Delivery> Seen { get; } = new();

    internal List<Deliveries> Handlers { get; } = [];

    protected override void Prepare(SatcomHost node, string name)
    {
        var handler = new Deliveries(name, Seen);
        Handlers.Add(handler);
        node.Settings["Satcom:Outbox:DeliverySeconds"] = "2";
        node.ConfigureServices = services => services.AddSingleton<IDomainEventHandler<AttendanceChanged>>(handler);
    }
}
