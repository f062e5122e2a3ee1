namespace Satcom.Application.Common;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The items' type.</typeparam>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">Where the next page starts; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A query for a page of a list.</summary>
[Fails<CursorInvalid>]
public interface IPagedQuery
{
    /// <summary>1 to 200.</summary>
    int Limit { get; }

    /// <summary>Opaque; from an earlier page.</summary>
    string? Cursor { get; }
}

/// <summary>The bounds of a page.</summary>
public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Makes a page of rows that were read with one row more than the limit.</summary>
    public static Page<T> ToPage<T>(IReadOnlyList<T> rows, int limit, Func<T, Cursor> cursorOf) =>
        rows.Count <= limit
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(limit)], cursorOf(rows[limit - 1]).ToString());
}
