// duckdb: the peer of some rows of the benchmark.
//
// Runs each line of SQL it is given in a database in memory and answers with a
// line: how many milliseconds that took, and the first value of the result.  The
// argument is the number of threads.
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:', { threads: process.argv[2] });
const connection = await instance.connect();

for await (const statement of createInterface({ input: process.stdin })) {
	try {
		const start = performance.now();
		const reader = await connection.runAndReadAll(statement);
		const ms = performance.now() - start;
		console.log(`${ms} ${reader.getRows()[0]?.[0] ?? ''}`);
	} catch (error) {
		console.log(`error ${String(error.message).replaceAll('\n', ' ')}`);
	}
}
