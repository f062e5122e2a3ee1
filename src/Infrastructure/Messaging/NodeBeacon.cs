using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Shows that a node lives.</summary>
/// <param name="Dropped">How many messages it has had to drop since it started.</param>
internal sealed record NodeBeacon(long Dropped) : IBusMessage
{
    public static string Kind => "bus.beacon";
}
