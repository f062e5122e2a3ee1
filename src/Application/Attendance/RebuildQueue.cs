using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>Lets a company's rebuilds run one after the other.</summary>
internal sealed class RebuildQueue(ISatcomDb db)
{
    /// <summary>So many that somebody asked for wait at most. One takes all of a company's people and a year of days.</summary>
    public const int WaitingMax = 5;

    /// <summary>Keeps a new one, and begins it unless another one runs.</summary>
    public async Task EnterAsync(DayRebuild rebuild, DateTimeOffset now, CancellationToken cancellationToken)
    {
        db.DayRebuilds.Add(rebuild);
        if (await GoOnAsync(cancellationToken) is { } running)
        {
            running.FollowedByOneMore();
        }
        else
        {
            rebuild.Begin(now);
        }
    }

    /// <summary>Has the one that runs go on where it stopped: its next batch is an event, which is given up after many tries.</summary>
    /// <returns>The one that runs; null for none.</returns>
    public async Task<DayRebuild?> GoOnAsync(CancellationToken cancellationToken)
    {
        var running = await db.DayRebuilds.SingleOrDefaultAsync(r => r.BegunAt != null && r.FinishedAt == null, cancellationToken);
        if (running is not null && !await db.OutboxMessages.AnyAsync(m => m.AggregateId == running.Id && m.DeadAt == null, cancellationToken))
        {
            running.GoOn();
        }

        return running;
    }

    /// <summary>True when no more that somebody asks for may wait.</summary>
    public async Task<bool> IsFullAsync(CancellationToken cancellationToken) => await db.DayRebuilds.CountAsync(r => r.BegunAt == null && r.AskedBy != null, cancellationToken) >= WaitingMax;

    /// <summary>Begins what rules and plans changed, and then the one that has waited longest.</summary>
    public async Task BeginNextAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = await db.DayRebuilds.Where(r => r.BegunAt == null).OrderBy(r => r.AskedBy != null).ThenBy(r => r.AskedAt).ThenBy(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        next?.Begin(now);
    }
}
