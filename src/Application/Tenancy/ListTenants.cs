using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Every tenant of the installation, newest first.</summary>
[Requires(Permissions.TenantsRead)]
public sealed record ListTenantsQuery : IQuery<Page<TenantDto>>, IPagedQuery
{
    public const int SearchMaxLength = 200;

    /// <summary>Words, each of which must stand in the name or the short name, in capitals or not.</summary>
    public string? Search { get; init; }

    /// <summary>Whether they may use the service.</summary>
    public TenantStatus? Status { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListTenantsValidator : AbstractValidator<ListTenantsQuery>
{
    public ListTenantsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Search).MaximumLength(ListTenantsQuery.SearchMaxLength);
        RuleFor(q => q.Status).IsInEnum();
    }
}

internal sealed class ListTenantsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListTenantsQuery, Result<Page<TenantDto>>>
{
    private const int MaxWords = 8;

    public async Task<Result<Page<TenantDto>>> Handle(ListTenantsQuery request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        var rows = db.Tenants.AsNoTracking();
        if (request.Status is { } status)
        {
            rows = rows.Where(t => t.Status == status);
        }

        // Companies are counted in hundreds: the list's own index is walked in order, and each is looked at until the page is full.
        foreach (var word in (request.Search ?? string.Empty).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords))
        {
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // In SQL, by the database's own lower().
            rows = rows.Where(t => t.Name.ToLower().Contains(word) || t.Slug.Contains(word));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(t => t.CreatedAt <= at && (t.CreatedAt < at || t.Id.CompareTo(id) < 0));
        }

        var page = await rows
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id)
            .Take(request.Limit + 1)
            .Select(TenantDto.Projection)
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, t => Cursor.Of(t.CreatedAt, t.Id));
    }
}
