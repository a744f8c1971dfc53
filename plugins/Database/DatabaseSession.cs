using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace CC.Plugins.Database;

/// <summary>Carries one call out over one connection.</summary>
internal static class DatabaseSession
{
    /// <exception cref="CallException">The call has failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile; PostgreSQL was told.</exception>
    public static async Task<CallResult> CallAsync(NpgsqlConnection connection, FunctionCall call, long maxSize, CancellationToken cancellationToken)
    {
        try
        {
            var areArrays = await ArrayParameters.FindAsync(connection, call, cancellationToken);
            await using var command = CommandOf(connection, call, areArrays);
            return await ReadAsync(command, new ResultReader(call.Return, maxSize), cancellationToken);
        }
        catch (PostgresException refused)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw FailureOf(call, refused);
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CallException(
                CallErrors.ConnectionLost, $"the connection to the database was lost during the call of {call.Written}: {ConnectFailure.ReasonOf(failure)}; whether it was carried out is not known", inner: failure);
        }
    }

    private static async Task<CallResult> ReadAsync(NpgsqlCommand command, ResultReader result, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(ResultReader.Behavior, cancellationToken);
        try
        {
            return await result.ReadAsync(reader, cancellationToken);
        }
        catch (CallException)
        {
            command.Cancel(); // Else the rest would have to be read to its end.
            throw;
        }
        finally
        {
            await CloseAsync(reader);
        }
    }

    /// <summary>What PostgreSQL still says to a call that was given up is of no interest.</summary>
    private static async Task CloseAsync(DbDataReader reader)
    {
        try
        {
            await reader.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // What had to be said was said.
        }
    }

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, FunctionCall call, bool[] areArrays)
    {
        var command = new NpgsqlCommand(CallStatement.Of(call), connection) { AllResultTypesAreUnknown = true };
        foreach (var ((_, value), index) in call.Arguments.Select((argument, index) => (argument, index)))
        {
            var text = CallStatement.ParameterOf(value, areArrays.ElementAtOrDefault(index));
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = text ?? (object)DBNull.Value });
        }

        return command;
    }

    private static CallException FailureOf(FunctionCall call, PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => new(CallErrors.Timeout, $"{call.Written} was cancelled by the database: {refused.MessageText}", refused.SqlState, refused),
        _ when ConnectFailure.IsEndOfConnection(refused) => new(
            CallErrors.ConnectionLost, $"the connection to the database was ended during the call of {call.Written}: {refused.MessageText}; whether it was carried out is not known", refused.SqlState, refused),
        _ => new(CallErrors.Failed, $"{call.Written} has failed: {refused.MessageText}", refused.SqlState, refused),
    };
}
