using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Auditing;

/// <summary>
/// Seals what the audit has gained, link after link, and finds later what was changed, taken away or smuggled in. Writing an entry costs
/// nothing more: links are made by a job. A link names its entries, so one that commits late falls into a later link.
/// </summary>
internal sealed partial class AuditChain(AuditChainKeys keys, TimeProvider time, ILogger<AuditChain> logger)
{
    public const int LinkSize = 1000;

    private const int CheckedAtOnce = 20;

    // Far longer than a transaction lives or clocks of nodes differ.
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);

    /// <summary>
    /// Every column but the tenant, whose chain it is, as no setting of a session changes it. A column that the table gains later needs
    /// a form of its own for the links from then on: those before were made without it, also by a node of the version before during an upgrade.
    /// </summary>
    private const string EntryDigests =
        """
        sha256(coalesce(string_agg(sha256(convert_to((jsonb_build_array(
          e.id, extract(epoch FROM e.at), e.actor_kind, e.actor_id, e.action, e.entity_type, e.entity_id, e.before, e.after, e.reason, e.trace_id, e.remote_address
        ) || CASE WHEN form = 1 THEN '[]'::jsonb ELSE jsonb_build_array(e.oauth_client_id) END)::text, 'UTF8')), ''::bytea ORDER BY e.id), ''::bytea))
        """;

    private const string NextSql =
        $"""
        WITH e AS (
          SELECT *, @form AS form FROM audit_entries
          WHERE at >= @from AND id NOT IN (SELECT unnest(entries) FROM audit_seals WHERE sealed_at >= @since)
          ORDER BY at, id LIMIT @limit
        )
        SELECT coalesce(array_agg(e.id ORDER BY e.id), ARRAY[]::uuid[]) AS "Entries", {EntryDigests} AS "Found" FROM e
        """;

    private const string LinksSql =
        $"""
        SELECT s.number AS "Number", s.sealed_at AS "SealedAt", s.digest AS "Digest", s.mac AS "Mac", cardinality(s.entries) AS "Count",
          found.digest AS "Found", found.present AS "Present", found.old AS "Old",
          found.programs > 0 AND s.form = 1 AND s.sealed_at < (SELECT min(sealed_at) - interval '1 day' FROM audit_seals WHERE form > 1) AS "NamesTooEarly"
        FROM (SELECT * FROM audit_seals WHERE number > @after ORDER BY number LIMIT @limit) s
        CROSS JOIN LATERAL (
          SELECT {EntryDigests} AS digest, count(*)::int AS present, count(*) FILTER (WHERE e.at < @settled) AS old, count(e.oauth_client_id) AS programs FROM audit_entries e WHERE e.id = ANY (s.entries)
        ) found
        ORDER BY s.number
        """;

    /// <summary>Makes links of every entry that none covers yet, and one without entries where the newest is of an older key or form, so that it is known since when there are others.</summary>
    /// <returns>How many entries they cover.</returns>
    public async Task<int> SealAsync(SatcomDbContext db, Guid tenantId, CancellationToken cancellationToken)
    {
        var head = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);

        // After a full link there may be more from long ago, if the run that made it was cut off.
        var whole = await db.AuditSeals.Where(s => s.Entries.Length < LinkSize).OrderByDescending(s => s.Number).Select(s => (DateTimeOffset?)s.SealedAt).FirstOrDefaultAsync(cancellationToken);
        var from = whole is { } at ? at - Late : DateTimeOffset.UnixEpoch;
        int count;
        var covered = 0;
        do
        {
            var next = (await db.Database.SqlQueryRaw<Unsealed>(NextSql, Instant("from", from), Instant("since", from - Late), new NpgsqlParameter("limit", LinkSize), new NpgsqlParameter<short>("form", AuditSeal.NewestForm)).ToListAsync(cancellationToken))[0];
            count = next.Entries.Length;
            if (count == 0 && (head is null || (head.Form == AuditSeal.NewestForm && keys.IsNewest(head.Digest, head.Mac))))
            {
                return covered;
            }

            head = Link(tenantId, head, next);
            db.Add(head);
            await db.SaveChangesAsync(cancellationToken);
            var digest = Convert.ToHexStringLower(head.Digest);
            covered += count;
            LogSealed(logger, tenantId, head.Number, count, digest);
        }
        while (count == LinkSize);

        return covered;
    }

    /// <summary>Computes a tenant's whole chain anew.</summary>
    /// <returns>What is wrong first, or null.</returns>
    public async Task<string?> CheckAsync(SatcomDbContext db, Guid tenantId, CancellationToken cancellationToken)
    {
        var newest = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).Select(s => (DateTimeOffset?)s.SealedAt).FirstOrDefaultAsync(cancellationToken);
        if (newest is not { } sealedAt)
        {
            return null;
        }

        var settled = sealedAt - Late;
        (Checked? Head, long Old, List<Checked> Links) state = (null, 0, []);
        do
        {
            state.Links = await db.Database.SqlQueryRaw<Checked>(
                LinksSql, new NpgsqlParameter("after", state.Head?.Number ?? 0), new NpgsqlParameter("limit", CheckedAtOnce), Instant("settled", settled)).ToListAsync(cancellationToken);
            foreach (var link in state.Links)
            {
                if (Fault(tenantId, state.Head, link) is { } fault)
                {
                    return fault;
                }

                state = (link, state.Old + link.Old, state.Links);
            }
        }
        while (state.Links.Count == CheckedAtOnce);

        // The newest link stands for all before it, so keys of older ones may be gone.
        if (!keys.IsOurs(state.Head!.Digest, state.Head.Mac))
        {
            return $"link {state.Head.Number} is not sealed by our key";
        }

        var all = await db.AuditEntries.LongCountAsync(e => e.At < settled, cancellationToken);
        return all == state.Old ? null : $"{all - state.Old} entries from before {settled:O} are in no link";
    }

    private static string? Fault(Guid tenantId, Checked? before, Checked link)
    {
        if (link.Number != (before?.Number ?? 0) + 1)
        {
            return $"link {(before?.Number ?? 0) + 1} is missing";
        }

        if (link.Present != link.Count)
        {
            return $"link {link.Number} covers {link.Count} entries, of which {link.Present} are there";
        }

        if (link.NamesTooEarly == true)
        {
            return $"link {link.Number} is from before programs were named, and an entry of it names one";
        }

        return AuditChainKeys.Digest(before?.Digest, tenantId, link.Number, link.SealedAt, link.Count, link.Found).AsSpan().SequenceEqual(link.Digest)
            ? null
            : $"link {link.Number} or an entry of it was changed";
    }

    private static NpgsqlParameter Instant(string name, DateTimeOffset value) => new(name, NpgsqlDbType.TimestampTz) { Value = value };

    private AuditSeal Link(Guid tenantId, AuditSeal? before, Unsealed next)
    {
        var now = time.GetUtcNow();
        var sealedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var number = (before?.Number ?? 0) + 1;
        var digest = AuditChainKeys.Digest(before?.Digest, tenantId, number, sealedAt, next.Entries.Length, next.Found);
        return new AuditSeal { TenantId = tenantId, Number = number, SealedAt = sealedAt, Entries = next.Entries, Form = AuditSeal.NewestForm, Digest = digest, Mac = keys.Seal(digest) };
    }

    // The head in the log is what a chain that lost its end, or was begun anew, can be compared with.
    [LoggerMessage(Level = LogLevel.Information, Message = "The audit of tenant {TenantId} is sealed: link {Number} of {Count} entries has digest {Digest}.")]
    private static partial void LogSealed(ILogger logger, Guid tenantId, long number, int count, string digest);

    private sealed record Unsealed(Guid[] Entries, byte[] Found);

    private sealed record Checked(long Number, DateTimeOffset SealedAt, byte[] Digest, byte[] Mac, int Count, byte[] Found, int Present, long Old, bool? NamesTooEarly);
}
