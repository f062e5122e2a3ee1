using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>Wakes this node's dispatcher of events.</summary>
internal sealed class OutboxSignal(TimeProvider time) : WakeSignal(time);
