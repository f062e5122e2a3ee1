using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Shows that a node lives.</summary>
/// <param name="Dropped">How many messages it has had to drop since it started.</param>
/// <param name="At">Its own clock's timestamp, of use to itself alone: when the beacon comes back, everything that was sent before it has come too.</param>
internal sealed record NodeBeacon(long Dropped, long At = 0) : IBusMessage
{
    public static string Kind => "bus.beacon";
}
