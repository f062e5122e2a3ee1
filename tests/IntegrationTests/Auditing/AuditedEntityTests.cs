using Satcom.Domain.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.IntegrationTests.Auditing;

/// <summary>A39: every entity is audited with each change, or stands here with what is told in its place.</summary>
public sealed class AuditedEntityTests
{
    private static readonly Dictionary<string, string> NotAudited = new(StringComparer.Ordinal)
    {
        // What people do with these has a line of the thing that it belongs to, or of the command itself.
        ["Punch"] = "the day that it changes is audited, and punches are append-only",
        ["PunchPlace"] = "a place is kept apart so that it can be purged, and no copy of it may outlive that",
        ["AnomalyStep"] = "the anomaly is audited, and steps are append-only",
        ["LeaveStep"] = "the request is audited, and steps are append-only",
        ["TimesheetStep"] = "the week is audited, and steps are append-only",
        ["LeaveAccount"] = "its entries are audited",
        ["RefreshToken"] = "its session is audited; each use of one would be a line every ten minutes",
        ["OAuthGrant"] = "its session is audited, and consents are",
        ["BrowserSession"] = "its session is audited",
        ["AuthorizationCode"] = "oauth.authorize and oauth.redeemCode tell of it",
        ["PendingAuthorization"] = "oauth.authorize tells of what becomes of it",
        ["DeviceAuthorization"] = "oauth.deviceApproved, oauth.deviceDenied and oauth.redeemDeviceCode tell of it",
        ["RevokedToken"] = "oauth.revokeToken tells of it",
        ["PasswordLink"] = "auth.sendResetLink, the invitation and the reset tell of it",
        ["Job"] = "jobs.pause and jobs.resume tell of it",
        ["SigningKeyRecord"] = "auth.rotateSigningKeys tells of it",
        ["OutgoingMessage"] = "what it tells of is audited, and messages.retry is",
        ["OutboxMessage"] = "the change that it tells of is audited, and outbox.retry is",

        // How far work has come, which was asked for by an audited command and whose outcome is audited.
        ["DayRebuild"] = "attendance.rebuildDays tells who asked, and each day what became of it",
        ["LeaveRecharge"] = "each request tells what became of it",
        ["LeaveRechargeFailure"] = "says whose requests could not be charged; it goes when they can",
        ["AnomalyEvaluation"] = "anomalies.evaluate tells who asked, and each anomaly what was found",
        ["AnomalyDigest"] = "each anomaly is audited; this says that a mail went out",
        ["Judgement"] = "each anomaly that is found is audited",
        ["ImportProgress"] = "the import is audited, and what its rows change",
        ["ImportBatch"] = "the import is audited, and what its rows change",
        ["ImportError"] = "the import is audited; a refused row changes nothing",

        // Kept in step with audited things, by the database or in the same commit.
        ["UserSearchTerm"] = "words of the audited account and employee",
        ["SignInDirectoryEntry"] = "keyed hashes of the audited account's address",
        ["TimesheetDayTotal"] = "the sum of a date's audited entries",

        // Counts and memory of the machinery.
        ["Allowance"] = "counts",
        ["AttemptCounter"] = "counts; what is refused for it is audited",
        ["RequestCounter"] = "counts",
        ["ClientAssertion"] = "so that none is good twice",
        ["IdempotencyRecord"] = "the answer of an audited command",
        ["AuditEntry"] = "the audit itself",
        ["AuditSeal"] = "the audit's own chain",

        // Views, which nobody writes.
        ["BackgroundRun"] = "a view",
        ["JobClock"] = "a view",
        ["ReportingLineRow"] = "rows of a function",
    };

    [Fact]
    public void A39_EveryEntity_IsAudited_OrIsSaidWhyNot()
    {
        using var context = SatcomDbContext.ForMigrations("Host=nowhere");
        var types = context.Model.GetEntityTypes().Select(t => t.ClrType).ToList();
        var audited = types.Where(t => t.IsDefined(typeof(AuditedAttribute), inherit: false)).Select(t => t.Name).ToList();

        audited.Count.ShouldBeGreaterThan(35);
        types.Select(t => t.Name).Except(audited, StringComparer.Ordinal).Except(NotAudited.Keys, StringComparer.Ordinal).ShouldBeEmpty("Put [Audited] on it, or say here what tells of its changes.");
        NotAudited.Keys.Except(types.Select(t => t.Name), StringComparer.Ordinal).ShouldBeEmpty("These are no entities.");
        NotAudited.Keys.Intersect(audited, StringComparer.Ordinal).ShouldBeEmpty("These are audited.");
    }

    [Fact]
    public void A39_WhatIsSaidToTellInstead_AreActionsOfTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Common.Http.Repository.Root, "docs", "administration.md"));
        var named = NotAudited.Values.SelectMany(why => why.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)).Where(word => word.Contains('.', StringComparison.Ordinal)).ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(action => !guide.Contains($"`{action}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
