using System.Collections.Frozen;
using Satcom.Application.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Infrastructure.Jobs;

/// <summary>How far a run has come: counted by its work, and written down by its node now and then.</summary>
/// <param name="job">The job's name.</param>
/// <param name="only">The one company whose work it does; null for all.</param>
/// <param name="busy">Companies that have a run of the same job of their own just now: theirs is left to it.</param>
internal sealed class JobProgress(string job, Guid? only = null, IReadOnlySet<Guid>? busy = null)
{
    private readonly Lock _gate = new();
    private readonly List<Guid> _failed = [];
    private readonly IReadOnlySet<Guid> _busy = busy ?? FrozenSet<Guid>.Empty;
    private List<CompanyPart> _parts = [];
    private int _tenants;
    private int _tenantsDone;
    private int _tenantsFailed;
    private long _done;
    private long _doneBefore;
    private string? _error;

    public string Job => job;

    /// <summary>True when the work of some company broke off.</summary>
    public bool HasFailures
    {
        get
        {
            lock (_gate)
            {
                return _tenantsFailed > 0;
            }
        }
    }

    /// <summary>Counts things that were done: days flagged, entries posted, rows removed.</summary>
    public void Count(long things)
    {
        lock (_gate)
        {
            _done += things;
        }
    }

    /// <summary>Of some companies those whose work this run does.</summary>
    public IReadOnlyList<TenantInfo> Begin(IReadOnlyList<TenantInfo> tenants)
    {
        List<TenantInfo> mine = [.. tenants.Where(t => only is { } one ? t.Id == one : !_busy.Contains(t.Id))];
        lock (_gate)
        {
            _tenants += mine.Count;
        }

        return mine;
    }

    /// <summary>One company is done.</summary>
    /// <param name="error">What its work broke off with; null where it did not.</param>
    public void End(Guid tenantId, DateTimeOffset begun, DateTimeOffset ended, string? error)
    {
        lock (_gate)
        {
            var did = _done - _doneBefore;
            _doneBefore = _done;
            _tenantsDone++;
            if (error is not null)
            {
                _tenantsFailed++;
                _error = error;
                if (_failed.Count < JobRun.FailedShown)
                {
                    _failed.Add(tenantId);
                }
            }

            // What found nothing to do is kept nowhere: of a job of each minute that would be more than all the rest.
            if (only is null && (did > 0 || error is not null))
            {
                _parts.Add(new CompanyPart(tenantId, Guid.CreateVersion7(ended), begun, ended, did, error));
            }
        }
    }

    public ProgressFigures Figures()
    {
        lock (_gate)
        {
            return new ProgressFigures(_tenants, _tenantsDone, _tenantsFailed, [.. _failed], _done, _error);
        }
    }

    /// <summary>Of the companies' parts that are not written down yet so many as one statement's time allows, or all of them.</summary>
    public List<CompanyPart> TakeParts(int atMost = int.MaxValue)
    {
        lock (_gate)
        {
            var parts = _parts.Count <= atMost ? _parts : _parts[..atMost];
            _parts = _parts.Count <= atMost ? [] : _parts[atMost..];
            return parts;
        }
    }

    /// <summary>Takes parts back that could not be written down.</summary>
    public void PutBack(List<CompanyPart> parts)
    {
        lock (_gate)
        {
            _parts = [.. parts, .. _parts];
        }
    }
}

/// <summary>Where a run stands.</summary>
internal sealed record ProgressFigures(int Tenants, int TenantsDone, int TenantsFailed, Guid[] Failed, long Done, string? Error);

/// <summary>What a run for all companies did for one of them.</summary>
/// <param name="Id">Of the row that tells of it: written twice, it is one.</param>
internal sealed record CompanyPart(Guid TenantId, Guid Id, DateTimeOffset Begun, DateTimeOffset Ended, long Done, string? Error);
