using NSubstitute;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.UnitTests.Anomalies;

public sealed class TellAnomalyChangedTests
{
    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Handle_WhenAnAnomalyIsAcknowledged_TellsThoseWhoMayReadAnomaliesOfThatTenantAlone()
    {
        var realtime = Substitute.For<IRealtime>();
        var scope = new RequestScope();
        scope.Enter(new TenantInfo(Id, "acme", "Acme", "en", "UTC", TenantStatus.Active, new TenantSettings()));

        await new TellAnomalyChanged(realtime, scope).HandleAsync(new AnomalyChanged(Id, Id, AnomalyStatus.Acknowledged), TestContext.Current.CancellationToken);

        var sent = (RealtimeMessage)realtime.ReceivedCalls().ShouldHaveSingleItem().GetArguments()[0]!;
        sent.TenantId.ShouldBe(Id);
        sent.Audiences.ShouldBe(["p:anomalies.read"]);
        sent.Method.ShouldBe("anomalyChanged");
        sent.Payload.ShouldBe($$"""{"anomalyId":"{{Id}}","status":"acknowledged"}""");
    }
}
