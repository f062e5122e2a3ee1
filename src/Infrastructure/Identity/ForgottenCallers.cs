using System.Collections.Concurrent;

namespace Satcom.Infrastructure.Identity;

/// <summary>
/// Which sessions and people are to be looked at anew, and since when. Whoever is asked for compares; so forgetting costs the same however many tokens are known, and a look that began before and ends after it
/// counts as old too. What is older than anything that is believed is dropped.
/// </summary>
/// <param name="kept">For how long something that was looked at is believed.</param>
internal sealed class ForgottenCallers(TimeProvider time, TimeSpan kept)
{
    private readonly ConcurrentDictionary<(Guid TenantId, Guid Id), long> _since = new();
    private readonly Queue<((Guid TenantId, Guid Id) Whose, long At)> _inOrder = new();
    private readonly Lock _gate = new();

    /// <summary>How many are held.</summary>
    public int Count => _since.Count;

    /// <summary>What was looked at until now says nothing any more.</summary>
    /// <param name="tenantId">Where their account is.</param>
    /// <param name="id">Of a session or a person.</param>
    public void Add(Guid tenantId, Guid id)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _since[(tenantId, id)] = now;
            _inOrder.Enqueue(((tenantId, id), now));
            while (_inOrder.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) > kept)
            {
                // One that was forgotten again meanwhile stands further behind too.
                _inOrder.Dequeue();
                _since.TryRemove(new KeyValuePair<(Guid TenantId, Guid Id), long>(oldest.Whose, oldest.At));
            }
        }
    }

    /// <summary>True where something that was looked at then must be looked at anew.</summary>
    /// <param name="checkedAt">The clock's timestamp from before it was looked at.</param>
    public bool Covers(Guid tenantId, Guid sessionId, Guid userId, long checkedAt) =>
        !_since.IsEmpty && ((_since.TryGetValue((tenantId, sessionId), out var session) && checkedAt <= session) || (_since.TryGetValue((tenantId, userId), out var user) && checkedAt <= user));
}
