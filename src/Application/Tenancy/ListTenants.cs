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
        RuleFor(q => q.Status).IsInEnum();
    }
}

internal sealed class ListTenantsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListTenantsQuery, Result<Page<TenantDto>>>
{
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
