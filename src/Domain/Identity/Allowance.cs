using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>
/// How often something was done for one subject, such as codes sent to a number: exact over sliding windows, because each taking is
/// a change of the same row.
/// </summary>
public sealed class Allowance : ITenantOwned
{
    public Allowance(Guid tenantId, byte[] key)
    {
        TenantId = tenantId;
        Key = key;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    /// <summary>Keyed hash of what is counted and for whom.</summary>
    public byte[] Key { get; private set; }

    /// <summary>When it was taken, oldest first.</summary>
    public List<DateTimeOffset> TakenAt { get; private set; } = [];

    /// <summary>When nothing of it counts any more.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>PostgreSQL's xmin: no taking is lost to another.</summary>
    public uint Version { get; private set; }

    /// <summary>Takes one.</summary>
    /// <returns>Null when it was granted; else whole seconds until it can be.</returns>
    public int? Take(IReadOnlyList<AllowanceLimit> limits, DateTimeOffset now)
    {
        var longest = limits.Max(l => l.Within);
        var counting = TakenAt.Where(at => at > now - longest).ToList();
        var freeAt = now;
        foreach (var (count, within) in limits)
        {
            // The one that must fall out of the window before there is room.
            var inside = counting.Where(at => at > now - within).ToList();
            if (inside.Count >= count && inside[^count] + within > freeAt)
            {
                freeAt = inside[^count] + within;
            }
        }

        if (freeAt > now)
        {
            return (int)Math.Ceiling((freeAt - now).TotalSeconds);
        }

        TakenAt = [.. counting, now];
        ExpiresAt = now + longest;
        return null;
    }

    /// <summary>Gives back what was taken at a moment.</summary>
    public void GiveBack(DateTimeOffset at)
    {
        var last = TakenAt.LastIndexOf(at);
        if (last >= 0)
        {
            TakenAt = [.. TakenAt[..last], .. TakenAt[(last + 1)..]];
        }
    }
}

/// <summary>So many within a time.</summary>
public readonly record struct AllowanceLimit(int Count, TimeSpan Within);
